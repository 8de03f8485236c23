import { cn } from "./cn";

export type ButtonLook = { variant?: "primary" | "secondary" | "ghost" | "danger"; size?: "sm" | "md" | "lg" };

const VARIANT = {
  primary: "border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-ink hover:bg-hover active:bg-pressed",
  ghost: "border-transparent text-ink-2 hover:bg-hover active:bg-pressed",
  danger: "border-failed-border bg-surface text-failed hover:bg-failed-surface",
};
const SIZE = {
  sm: "h-7 rounded-sm px-2.5 text-xs touch:h-10 touch:px-3.5 touch:text-sm touch:after:absolute touch:after:-inset-y-[3px] touch:after:inset-x-0",
  md: "h-[34px] rounded-md px-[13px] text-sm touch:h-11",
  lg: "h-[42px] rounded-md px-[18px] text-base touch:h-12",
};
const OFF =
  "disabled:border-line disabled:bg-sunken disabled:text-ink-off not-aria-busy:aria-disabled:border-line not-aria-busy:aria-disabled:bg-sunken not-aria-busy:aria-disabled:text-ink-off aria-busy:cursor-progress";

export const buttonClass = ({ variant = "secondary", size = "md" }: ButtonLook = {}) =>
  cn(
    "relative inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap border transition-colors duration-(--motion-fast) [&_svg]:size-[15px] [&_svg]:shrink-0",
    VARIANT[variant],
    SIZE[size],
    variant === "primary" || size === "lg" ? "font-semibold" : "font-medium",
    OFF,
  );
