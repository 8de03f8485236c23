import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export type ButtonLook = { variant?: "primary" | "secondary" | "ghost" | "danger"; size?: "sm" | "md" | "lg" };

const VARIANT = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-ink hover:bg-hover active:bg-pressed",
  ghost: "border-transparent text-ink-2 hover:bg-hover active:bg-pressed",
  danger: "border-failed-border bg-surface text-failed hover:bg-failed-surface",
};
const SIZE = {
  sm: "h-7 px-2.5 text-xs max-md:h-10 max-md:px-3.5 max-md:text-sm rounded-sm",
  md: "h-[34px] px-3 text-sm max-md:h-11 rounded-md",
  lg: "h-[42px] px-4 text-base max-md:h-12 rounded-md",
};

export const buttonClass = ({ variant = "secondary", size = "md" }: ButtonLook = {}) =>
  cn(
    "relative inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap border font-medium transition-colors duration-(--motion-fast) [&_svg]:size-4 [&_svg]:shrink-0",
    "disabled:border-line disabled:bg-sunken disabled:text-ink-off aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-off",
    variant === "primary" && "font-semibold",
    VARIANT[variant],
    SIZE[size],
  );

type Props = ComponentProps<"button"> & ButtonLook & { busy?: boolean };

/** A busy button keeps its width and can't be pressed twice. One primary per view. */
export function Button({
  variant,
  size,
  busy = false,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: Props) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cn(buttonClass({ ...(variant && { variant }), ...(size && { size }) }), className)}
    >
      <span className={cn("inline-flex items-center gap-2", busy && "invisible")}>{children}</span>
      {busy && <LoaderCircle className="absolute animate-spin" aria-hidden />}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, it doesn't do something. */
export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return (
    <Link {...rest} className={cn(buttonClass({ ...(variant && { variant }), ...(size && { size }) }), className)} />
  );
}

/** A square button of one icon; `label` is its name. */
export function IconButton({
  label,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & { label: string; children: ReactNode }) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={cn(
        "grid size-[34px] shrink-0 place-items-center rounded-md text-ink-2 hover:bg-hover active:bg-pressed disabled:text-ink-off max-md:size-11 [&_svg]:size-4",
        className,
      )}
    />
  );
}
