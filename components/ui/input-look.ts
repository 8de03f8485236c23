export const FRAME =
  "base:w-full rounded-md border border-line-field bg-surface text-ink transition-colors duration-(--motion-fast)";
export const ALONE =
  "aria-invalid:border-failed-mark disabled:border-line-strong disabled:bg-sunken disabled:text-ink-3 focus-visible:border-focus focus-visible:-outline-offset-1";
export const AROUND =
  "has-aria-invalid:border-failed-mark has-[input:read-only]:border-line-strong has-[input:read-only]:bg-sunken has-[input:read-only]:text-ink-3 has-focus-visible:border-focus has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-1";
/** 16 px on phones, so that iOS doesn't zoom in. */
export const HEIGHT = "base:max-md:h-[46px] max-md:text-[16px]";
export const PLAIN = "base:h-[34px]";
export const LARGE = "base:h-[42px]";
