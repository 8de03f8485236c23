"use client";
import { type HTMLAttributes, type RefObject, useEffect } from "react";
import { useDropzone } from "react-dropzone";

export type DropHandlers = Pick<HTMLAttributes<HTMLElement>, "onDragEnter" | "onDragOver" | "onDragLeave" | "onDrop">;

type Props = {
  root: RefObject<HTMLElement | null>;
  handlers: RefObject<DropHandlers | null>;
  disabled: boolean;
  onOver: (isOver: boolean) => void;
  onFiles: (files: readonly File[]) => void;
};

/** react-dropzone for an area that was there before it: reads folders, and keeps a missed drop from leaving the page. */
export default function DropzoneCore({ root, handlers, disabled, onOver, onFiles }: Props) {
  const { getRootProps, rootRef, isDragActive } = useDropzone({
    noClick: true,
    noKeyboard: true,
    noPaste: true,
    disabled,
    onDrop: (files) => onFiles(files),
  });
  useEffect(() => {
    if (root.current) rootRef.current = root.current;
    handlers.current = getRootProps();
  });
  useEffect(() => {
    onOver(isDragActive);
  }, [isDragActive, onOver]);
  return null;
}
