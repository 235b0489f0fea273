from shop.flags import is_enabled, variant


def search(user, query):
    engine = semantic if is_enabled("smart-search", user) else keywords
    return engine(query, limits=variant("api-limits", user), ttl=variant("catalog-cache-ttl", user))


def orders(user):
    return v2.orders(user) if is_enabled("orders-api-v2", user) else v1.orders(user)


def invoice(user):
    subject = variant("pricing-email-subject", user)
    return send(subject, engine=variant("invoice-engine", user))
