/** Address of an image by its key. */
export const imageUrl = (key: string): string => `/api/images/${key}`;
/** Address of its small picture: what every screen shows. */
export const thumbUrl = (key: string): string => `${imageUrl(key)}?thumb=1`;
