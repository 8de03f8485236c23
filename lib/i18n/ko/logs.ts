export const logs = {
};
