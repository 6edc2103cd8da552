/** The author of what an erased user wrote in threads of others. No user can have this id. */
export const DELETED_USER = "usr_deleted";
