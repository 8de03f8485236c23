export const common = {
};
