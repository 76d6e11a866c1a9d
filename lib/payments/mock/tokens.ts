/** The payment tokens that the mock provider accepts; each determines the outcome of a charge. */
export const mockTokens = ["tok_approve", "tok_decline", "tok_timeout", "tok_late", "tok_random"] as const;
export type MockToken = (typeof mockTokens)[number];
