"use client";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useTranslations } from "use-intl";
import { IconButton } from "./button";
import { cn } from "./cn";
import type { OverlayProps } from "./overlay";
import { useReturnFocus } from "./use-return-focus";

const LOOK = {
  sheet: {
    box: "inset-y-0 right-0 w-full transition-transform duration-(--motion-slow) starting:translate-x-full",
    narrow: "md:max-w-[540px]",
    wide: "md:max-w-[860px]",
    head: "px-6 pt-5 pb-3.5 max-md:px-4",
    foot: "border-line border-t py-3.5",
  },
  modal: {
    box: "top-1/2 left-1/2 max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 rounded-xl transition-[opacity,scale] duration-(--motion) starting:scale-98 starting:opacity-0",
    narrow: "max-w-[420px]",
    wide: "max-w-[640px]",
    head: "px-6 pt-5 pb-2 max-md:px-4",
    foot: "pb-5",
  },
};

/**
 * A toast's undo belongs to what lies below: pressing it doesn't dismiss the panel. The panel hears of the press after the
 * toast has gone with it, so what is nowhere any more counts as one.
 */
function keepForToasts(event: Event & { target: EventTarget | null }): void {
  const { target } = event;
  if (target instanceof Element && (!target.isConnected || target.closest("[data-toasts]"))) event.preventDefault();
}

/** Escape closes an open list of times first, then the panel. */
function keepForLists(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.matches("[role=combobox][aria-expanded=true]"))
    event.preventDefault();
}

/** What `Sheet` and `Modal` open; loaded with the first one. */
export function OverlayPanel({
  kind,
  open,
  onOpenChange,
  title,
  description,
  above,
  foot,
  children,
  wide = false,
}: OverlayProps & { kind: keyof typeof LOOK }) {
  const t = useTranslations("common");
  const returnFocus = useReturnFocus();
  const look = LOOK[kind];
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        {/* Not Dialog.Overlay: its scroll lock writes a style tag, which the policy refuses. */}
        <div
          data-scrim
          aria-hidden
          className="fixed inset-0 z-40 bg-scrim transition-opacity duration-(--motion) starting:opacity-0"
        />
        <Dialog.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          {...returnFocus}
          onInteractOutside={keepForToasts}
          onEscapeKeyDown={keepForLists}
          className={cn(
            "fixed z-50 flex flex-col bg-raised shadow-float outline-none ease-out",
            look.box,
            wide ? look.wide : look.narrow,
          )}
        >
          <div className={look.head}>
            {above && <div className="mb-2">{above}</div>}
            <div className="flex items-start justify-between gap-3">
              <Dialog.Title className="min-w-0 text-balance font-semibold text-xl [overflow-wrap:anywhere]">
                {title}
              </Dialog.Title>
              <Dialog.Close asChild>
                <IconButton label={t("close")} className="-my-1 -me-2 touch:-my-2.5">
                  <X aria-hidden />
                </IconButton>
              </Dialog.Close>
            </div>
            {description && <Dialog.Description className="mt-1 text-ink-2 text-sm">{description}</Dialog.Description>}
          </div>
          <div className="min-h-0 grow overflow-y-auto overscroll-contain px-6 pt-0.5 pb-5 max-md:px-4">{children}</div>
          {foot && (
            <div
              className={cn(
                "flex flex-wrap items-center justify-end gap-2 px-6 max-md:px-4 max-md:[&>button]:flex-1",
                look.foot,
              )}
            >
              {foot}
            </div>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
