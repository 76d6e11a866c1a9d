export const x_runtime = 1;
