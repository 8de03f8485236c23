"use client";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { StandIn } from "./lazy-trigger";
import type { MenuItem, Opened } from "./menu";
import { rememberOpener } from "./use-return-focus";

const ROW =
  "flex min-h-8 w-full cursor-pointer items-center gap-2 rounded-sm px-2.5 py-1 text-sm outline-none data-highlighted:bg-hover aria-disabled:cursor-not-allowed aria-disabled:text-ink-3 touch:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0";

type Props = Opened & { items: readonly MenuItem[] };

/** What `Menu` opens; loaded when the pointer or the focus comes near. */
export function MenuPanel({ items, label, align = "end", side = "bottom", open, onOpenChange, trigger }: Props) {
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>
        <StandIn of={trigger} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          loop
          aria-label={label}
          className="z-60 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-[min(320px,calc(100vw-16px))] overflow-y-auto rounded-xl bg-raised p-1.5 shadow-float outline-none"
        >
          {items.map((item, i) =>
            item === "line" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
              <DropdownMenu.Separator key={i} className="mx-1 my-1.5 h-px bg-line" />
            ) : (
              <Row key={item.id} item={item} trigger={trigger} />
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Row({ item, trigger }: { item: Exclude<MenuItem, "line">; trigger: Props["trigger"] }) {
  const { label, icon, danger, disabledReason, shortcut, onSelect, href } = item;
  const off = disabledReason !== undefined;
  const inside = (
    <>
      {icon}
      <span className="min-w-0 grow">{label}</span>
      {off && <small className="ps-3 text-ink-3 text-xs">{disabledReason}</small>}
      {!off && shortcut && <Kbd className="ms-3">{shortcut}</Kbd>}
    </>
  );
  const look = cn(ROW, danger && !off ? "text-failed [&_svg]:text-failed" : "[&_svg]:text-ink-3");
  if (href !== undefined && !off)
    return (
      <DropdownMenu.Item asChild className={look}>
        <Link href={href}>{inside}</Link>
      </DropdownMenu.Item>
    );
  return (
    <DropdownMenu.Item
      className={look}
      // Radix's own `disabled` would hide the reason from the keyboard.
      aria-disabled={off || undefined}
      onSelect={(event) => {
        if (off) return event.preventDefault();
        rememberOpener(trigger.current);
        onSelect?.();
      }}
    >
      {inside}
    </DropdownMenu.Item>
  );
}
