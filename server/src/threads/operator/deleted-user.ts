/** The id that replaces an erased user as the author of messages in other users' threads. No user can have this id. */
export const DELETED_USER = "usr_deleted";
