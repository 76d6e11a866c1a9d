export const x_mod = 1;
