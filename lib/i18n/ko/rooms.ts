export const rooms = {
};
