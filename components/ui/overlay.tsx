"use client";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./button";
import { cn } from "./cn";
import { useReturnFocus } from "./use-return-focus";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  above?: ReactNode;
  foot?: ReactNode;
  children?: ReactNode;
  wide?: boolean;
};

/** A toast's undo belongs to what lies below: pressing it doesn't dismiss the panel. */
function keepForToasts(event: Event & { target: EventTarget | null }): void {
  if (event.target instanceof Element && event.target.closest("[data-toasts]")) event.preventDefault();
}

function Panel({
  title,
  description,
  above,
  foot,
  children,
  className,
  headClass,
  bodyClass,
  footClass,
}: Omit<Props, "open" | "onOpenChange" | "wide"> & {
  className: string;
  headClass: string;
  bodyClass: string;
  footClass: string;
}) {
  const t = useTranslations("common");
  const returnFocus = useReturnFocus();
  return (
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
        className={cn("fixed z-50 flex flex-col bg-raised shadow-float outline-none ease-out", className)}
      >
        <div className={headClass}>
          {above && <div className="mb-2">{above}</div>}
          <div className="flex items-start justify-between gap-3">
            <Dialog.Title className="text-balance font-semibold text-xl">{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label={t("close")} className="-my-1 -me-2 touch:-my-2.5">
                <X aria-hidden />
              </IconButton>
            </Dialog.Close>
          </div>
          {description && <Dialog.Description className="mt-1 text-ink-2 text-sm">{description}</Dialog.Description>}
        </div>
        <div className={cn("min-h-0 grow overflow-y-auto overscroll-contain", bodyClass)}>{children}</div>
        {foot && (
          <div
            className={cn(
              "flex flex-wrap items-center justify-end gap-2 px-6 max-md:px-4 max-md:[&>button]:flex-1",
              footClass,
            )}
          >
            {foot}
          </div>
        )}
      </Dialog.Content>
    </Dialog.Portal>
  );
}

/** From the right edge: inspect or decide without leaving the list. */
export function Sheet({ open, onOpenChange, wide = false, ...panel }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Panel
        {...panel}
        className={cn(
          "inset-y-0 right-0 w-full transition-transform duration-(--motion-slow) starting:translate-x-full",
          wide ? "md:max-w-[860px]" : "md:max-w-[540px]",
        )}
        headClass="px-6 pt-5 pb-3.5 max-md:px-4"
        bodyClass="px-6 pt-0.5 pb-5 max-md:px-4"
        footClass="border-line border-t py-3.5"
      />
    </Dialog.Root>
  );
}

/** In the middle: only for what must be answered now. For what can't be undone: `ConfirmDialog`. */
export function Modal({ open, onOpenChange, wide = false, ...panel }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Panel
        {...panel}
        className={cn(
          "top-1/2 left-1/2 max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 rounded-xl transition-[opacity,scale] duration-(--motion) starting:scale-98 starting:opacity-0",
          wide ? "max-w-[640px]" : "max-w-[420px]",
        )}
        headClass="px-6 pt-5 pb-2 max-md:px-4"
        bodyClass="px-6 pt-0.5 pb-5 max-md:px-4"
        footClass="pb-5"
      />
    </Dialog.Root>
  );
}
