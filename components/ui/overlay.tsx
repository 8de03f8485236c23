"use client";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./button";
import { cn } from "./cn";

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

function Panel({
  title,
  description,
  above,
  foot,
  children,
  className,
  headClass,
  bodyClass,
}: Omit<Props, "open" | "onOpenChange" | "wide"> & { className: string; headClass: string; bodyClass: string }) {
  const t = useTranslations("common");
  return (
    <Dialog.Portal>
      <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
      <Dialog.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn("fixed z-50 flex flex-col bg-raised shadow-float outline-none", className)}
      >
        <div className={headClass}>
          {above && <div className="mb-2">{above}</div>}
          <div className="flex items-start justify-between gap-3">
            <Dialog.Title className="font-semibold text-xl">{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label={t("close")} className="-mt-1 -me-1.5">
                <X />
              </IconButton>
            </Dialog.Close>
          </div>
          {description && <Dialog.Description className="mt-1 text-ink-2 text-sm">{description}</Dialog.Description>}
        </div>
        <div className={cn("min-h-0 grow overflow-y-auto", bodyClass)}>{children}</div>
        {foot && (
          <div className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-6 py-3 max-md:px-4">
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
        className={cn("inset-y-0 right-0 w-full border-line border-l", wide ? "md:max-w-[860px]" : "md:max-w-[460px]")}
        headClass="px-6 pt-5 pb-3 max-md:px-4"
        bodyClass="px-6 pb-6 max-md:px-4"
      />
    </Dialog.Root>
  );
}

/** In the middle: only for what must be answered now. */
export function Modal({ open, onOpenChange, wide = false, ...panel }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Panel
        {...panel}
        className={cn(
          "top-1/2 left-1/2 max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 rounded-xl",
          wide ? "max-w-[640px]" : "max-w-[420px]",
        )}
        headClass="px-6 pt-5 pb-2 max-md:px-4"
        bodyClass="px-6 pb-5 max-md:px-4"
      />
    </Dialog.Root>
  );
}
