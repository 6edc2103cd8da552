export const PASSWORD_HINT = "At least 12 characters. An unusual combination of several words works best.";
