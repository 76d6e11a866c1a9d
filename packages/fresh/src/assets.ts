import { srcSetWithBuildId, withBuildId } from "./asset_urls.ts";
import { current } from "./render/state.ts";

let processBuildId: string | undefined;

/** Sets the build id that `asset` uses outside a render: the app's or, in tests, that of the latest build. */
export function setProcessBuildId(id: string): void {
  processBuildId = id;
}

/** The URL of a static file with the build's id in its query. URLs other than absolute paths stay unchanged. */
export function asset(path: string): string {
  return withBuildId(path, current?.build?.id ?? processBuildId);
}

/** `asset` for each URL of a `srcset`. */
export function assetSrcSet(srcset: string): string {
  return srcSetWithBuildId(srcset, current?.build?.id ?? processBuildId);
}
