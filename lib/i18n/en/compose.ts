export const compose = {
};
