/** Characters of a view's name, for its form and its schema. */
export const VIEW_NAME_MAX = 40;
