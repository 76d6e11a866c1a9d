export const x_dev = 1;
