"use client";
import { type ComponentProps, useEffect, useState } from "react";
import type { ConfirmDialog } from "./confirm-dialog";
import { partOf, usePart } from "./load-part";

type Props = ComponentProps<typeof ConfirmDialog>;

const confirmDialog = partOf<Props>(() => import("./confirm-dialog").then((module) => module.ConfirmDialog));

/** A `ConfirmDialog` that is fetched once it is asked for, and then stays for the next time. */
export function LateConfirm(props: Props) {
  const [isWanted, setWanted] = useState(props.open);
  useEffect(() => {
    if (props.open) setWanted(true);
  }, [props.open]);
  const Dialog = usePart(confirmDialog, isWanted || props.open);
  return Dialog && <Dialog {...props} />;
}
