/** What makes a new password a good one. */
export const PASSWORD_HINT = "At least 12 characters; a few words that only you would put together are best.";
