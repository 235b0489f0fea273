package com.acme.shop

/** The flags that the app is shipped with. */
enum class Flags(val key: String) {
    NEW_CHECKOUT("new-checkout"),
    OFFLINE_CART("offline-cart"),
}

fun cart(user: User) = if (user.has(Flags.OFFLINE_CART)) StoredCart() else RemoteCart()
