"use client";
import { type DragEvent, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { IMAGE_ENDINGS } from "@/lib/images/limits";
import { sortDropped } from "./check-file";
import type { DropHandlers } from "./dropzone-core";
import { imagesIn } from "./pasted-images";
import type { Group } from "./upload-list";
import type { ImageUploads } from "./use-image-uploads";

const DropzoneCore = lazy(() => import("./dropzone-core"));
const ACCEPT = Object.entries(IMAGE_ENDINGS)
  .flatMap(([mime, endings]) => [mime, ...endings.map((ending) => `.${ending}`)])
  .join(",");
const carriesFiles = (event: { dataTransfer: DataTransfer | null }) => !!event.dataTransfer?.types.includes("Files");

type Props = {
  group: Group;
  uploads: Pick<ImageUploads, "add">;
  disabled?: boolean;
  className?: string;
  children: (state: { isOver: boolean; choose: () => void }) => ReactNode;
};

/**
 * Takes files and folders dropped on it, images pasted while the focus is inside, and files chosen from the picker.
 * react-dropzone comes with the first drag that carries files; drags of anything else pass through untouched.
 */
export function DropArea({ group, uploads, disabled = false, className, children }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const core = useRef<DropHandlers | null>(null);
  const [isWanted, setWanted] = useState(false);
  const [isOver, setOver] = useState(false);
  const add = (files: readonly File[]) => files.length > 0 && uploads.add(group, files);

  useEffect(() => {
    const want = (event: globalThis.DragEvent) => carriesFiles(event) && setWanted(true);
    document.addEventListener("dragenter", want);
    return () => document.removeEventListener("dragenter", want);
  }, []);

  const onDragOver = (event: DragEvent<HTMLElement>) => {
    if (disabled || !carriesFiles(event)) return;
    event.preventDefault();
    // The drag may have entered before the code for it was here.
    if (!isOver) core.current?.onDragEnter?.(event);
    core.current?.onDragOver?.(event);
  };
  const onDrop = (event: DragEvent<HTMLElement>) => {
    if (disabled || !carriesFiles(event)) return;
    event.preventDefault();
    if (core.current) core.current.onDrop?.(event);
    else add([...event.dataTransfer.files]);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping and pasting are extras; the picker button does the same by keyboard
    <div
      ref={root}
      data-upload-group={group}
      className={className}
      onDragEnter={(event) => core.current?.onDragEnter?.(event)}
      onDragOver={onDragOver}
      onDragLeave={(event) => core.current?.onDragLeave?.(event)}
      onDrop={onDrop}
      onPaste={(event) => {
        const images = disabled ? [] : imagesIn(event.nativeEvent);
        if (images.length > 0) event.preventDefault();
        add(images);
      }}
    >
      {children({ isOver, choose: () => input.current?.click() })}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        disabled={disabled}
        onChange={(event) => {
          add([...(event.target.files ?? [])]);
          // So that choosing the same file again counts as a choice.
          event.target.value = "";
        }}
      />
      {isWanted && (
        <Suspense fallback={null}>
          <DropzoneCore
            root={root}
            handlers={core}
            disabled={disabled}
            onOver={setOver}
            onFiles={(files) => add(sortDropped(files))}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Images pasted anywhere else on the page go to group 1, to group 2 when that is full. Once per form. */
export function PasteTarget({ uploads, disabled = false }: Pick<Props, "disabled"> & { uploads: ImageUploads }) {
  const latest = useRef(uploads);
  useEffect(() => {
    latest.current = uploads;
  });
  useEffect(() => {
    if (disabled) return;
    const onPaste = (event: ClipboardEvent) => {
      const images = event.defaultPrevented ? [] : imagesIn(event);
      if (images.length === 0) return;
      event.preventDefault();
      latest.current.add(latest.current.room(1) > 0 ? 1 : 2, images);
    };
    window.addEventListener("paste", onPaste);
    return () => window.removeEventListener("paste", onPaste);
  }, [disabled]);
  return null;
}
