/** Longest names, in characters. Apart from the schemas, so that a screen can have them without zod. */
export const ORG_NAME_MAX = 100;
export const PERSON_NAME_MAX = 60;
export const TOKEN_NAME_MAX = 60;
export const CODE_MAX = 40;
export const MB_ID_MAX = 40;
