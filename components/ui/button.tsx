import Link from "next/link";
import { type ComponentProps, type ReactNode, useId } from "react";
import { type ButtonLook, buttonClass } from "./button-look";
import { cn } from "./cn";
import { Why } from "./why";

const Spinner = () => (
  <span className="absolute inset-0 grid place-items-center" aria-hidden>
    <span className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent opacity-85" />
  </span>
);

type Props = ComponentProps<"button"> &
  ButtonLook & {
    /** Working: keeps its width and its focus, and can't be pressed twice. */
    busy?: boolean;
    /** Why it can't be used now. It stays visible and focusable, and the line beside it is its description. */
    reason?: ReactNode;
  };

/** Does something. One primary button per view. */
export function Button({
  variant,
  size,
  busy = false,
  reason,
  className,
  children,
  type = "button",
  onClick,
  ...rest
}: Props) {
  const whyId = useId();
  const off = busy || Boolean(reason);
  const button = (
    <button
      {...rest}
      {...(off ? { "aria-disabled": true } : { onClick })}
      {...(reason ? { "aria-describedby": whyId } : {})}
      type={off ? "button" : type}
      aria-busy={busy || undefined}
      className={cn(buttonClass({ ...(variant && { variant }), ...(size && { size }) }), className)}
    >
      <span className={cn("inline-flex items-center gap-1.5", busy && "opacity-0")}>{children}</span>
      {busy && <Spinner />}
    </button>
  );
  if (!reason) return button;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      {button}
      <Why id={whyId}>{reason}</Why>
    </span>
  );
}

/** A link that looks like a button: it goes somewhere, it doesn't do something. */
export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return (
    <Link {...rest} className={cn(buttonClass({ ...(variant && { variant }), ...(size && { size }) }), className)} />
  );
}

type IconProps = ComponentProps<"button"> & {
  label: string;
  children: ReactNode;
  size?: "sm" | "md";
  /** Why it can't be used now. */
  reason?: string;
  /** A red dot: something new waits behind it; say so in the label too. */
  pip?: boolean;
};

/** A square button of one icon; `label` is its name and its tooltip. */
export function IconButton({
  label,
  size = "md",
  reason,
  pip = false,
  className,
  children,
  type = "button",
  onClick,
  ...rest
}: IconProps) {
  return (
    <button
      title={reason ? `${label}: ${reason}` : label}
      {...rest}
      {...(reason ? { "aria-disabled": true } : { onClick })}
      type={type}
      aria-label={label}
      className={cn(
        "base:relative grid shrink-0 place-items-center text-ink-2 hover:bg-hover active:bg-pressed disabled:text-ink-off aria-disabled:text-ink-off [&_svg]:size-4",
        size === "md"
          ? "base:size-8 rounded-md touch:size-11"
          : "base:size-[26px] rounded-sm touch:after:absolute touch:after:-inset-[9px]",
        className,
      )}
    >
      {pip ? (
        <span className="relative">
          {children}
          <i
            aria-hidden
            className="absolute -top-[3px] -right-[2px] box-content size-[7px] rounded-full border-[1.5px] border-surface bg-failed-mark"
          />
        </span>
      ) : (
        children
      )}
    </button>
  );
}
