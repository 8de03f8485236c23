"use client";
import { DropdownMenu, Popover as RadixPopover } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type MenuItem =
  | {
      id: string;
      label: ReactNode;
      icon?: ReactNode;
      danger?: boolean /** Why it can't be used; it stays visible. */;
      disabledReason?: string;
      onSelect?: () => void;
      href?: string;
    }
  | "line";

const ROW =
  "flex min-h-8 w-full items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-hover max-md:min-h-11 [&_svg]:size-4 [&_svg]:text-ink-3";

/** A list of things to do, opened by `children` (one focusable element). What can't be used says why. */
export function Menu({
  children,
  items,
  label,
  align = "end",
}: {
  children: ReactNode;
  items: readonly MenuItem[];
  label: string;
  align?: "start" | "end";
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          aria-label={label}
          className="z-50 min-w-44 rounded-xl bg-raised p-1 shadow-float"
        >
          {items.map((item, i) =>
            item === "line" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
              <DropdownMenu.Separator key={i} className="my-1 h-px bg-line" />
            ) : (
              <DropdownMenu.Item
                key={item.id}
                disabled={item.disabledReason !== undefined}
                {...(item.onSelect && { onSelect: item.onSelect })}
                asChild={item.href !== undefined && item.disabledReason === undefined}
                className={cn(
                  ROW,
                  item.danger && "text-failed [&_svg]:text-failed",
                  item.disabledReason && "text-ink-3",
                )}
              >
                {item.href !== undefined && item.disabledReason === undefined ? (
                  <a href={item.href}>
                    {item.icon}
                    {item.label}
                  </a>
                ) : (
                  <>
                    {item.icon}
                    <span>{item.label}</span>
                    {item.disabledReason && (
                      <small className="ms-auto ps-4 text-ink-3 text-xs">{item.disabledReason}</small>
                    )}
                  </>
                )}
              </DropdownMenu.Item>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

type PopoverProps = {
  trigger: ReactNode;
  children: ReactNode;
  label: string;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

/** For one choice or a short explanation beside the thing itself. */
export function Popover({ trigger, children, label, align = "start", open, onOpenChange, className }: PopoverProps) {
  return (
    <RadixPopover.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          className={cn("z-50 max-w-[calc(100vw-24px)] rounded-xl bg-raised p-3 shadow-float outline-none", className)}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
