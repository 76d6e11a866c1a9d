/** The project's root, as a URL. */
export const root = new URL("../../", import.meta.url);

/** The TypeScript files of a folder, as paths from the root, without tests and their helpers. */
export async function productFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(`${folder}/`, root))) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...(path === "lib/testing" ? [] : await productFiles(path)));
    else if (/\.tsx?$/.test(name) && !/(?:^|_)test(?:ing)?\.tsx?$/.test(name)) found.push(path);
  }
  return found;
}
