/** The author id of an erased user's messages in other users' threads. No user can have this id. */
export const DELETED_USER = "usr_deleted";
