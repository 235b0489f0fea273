import { isEnabled, variant } from "./flags";

export function checkout(user: User, cart: Cart): Page {
  // With 'new-checkout' goes threePages (PAY-1234).
  if (isEnabled("new-checkout", user)) {
    return onePage(cart, isEnabled("express-pay", user));
  }
  return threePages(cart, isEnabled("card-payments", user));
}

export function pricing(user: User): Page {
  return plans(variant("pricing-page-headline", user), isEnabled("holiday-banner", user));
}

export const support = (user: User) => isEnabled("live-chat", user) && isEnabled("single-sign-on", user);
