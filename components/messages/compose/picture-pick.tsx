"use client";
import { ImagePlus, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { checkFile } from "@/components/compose/upload/check-file";
import { sendImage, UploadFailed } from "@/components/compose/upload/send-image";
import { Button, IconButton } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { displayName } from "@/lib/images/image-name";
import { thumbUrl } from "@/lib/images/image-url";
import type { PickedPicture } from "./draft";

type Props = { picture: PickedPicture | null; onChange: (picture: PickedPicture | null) => void; locked: boolean };

/** One picture makes it an MMS. It is stored as it is and made small enough for phones when it is sent. */
export function PicturePick({ picture, onChange, locked }: Props) {
  const t = useTranslations("messageCompose.picture");
  const i = useTranslations("images");
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    const wrong = checkFile(file);
    setProblem(
      wrong ? (wrong === "wrongType" ? t("wrongType") : i(wrong, { size: file.size / 2 ** 20, maximum: 10 })) : null,
    );
    if (wrong) return;
    setShare(0);
    try {
      const { key } = await sendImage(file, setShare, new AbortController().signal);
      onChange({ key, name: displayName(file.name), thumbUrl: thumbUrl(key) });
    } catch (error) {
      setProblem((error instanceof UploadFailed ? error.said : null) ?? i("noAnswer"));
    }
    setShare(null);
    if (input.current) input.current.value = "";
  }

  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png,image/gif"
          className="sr-only"
          tabIndex={-1}
          aria-label={t("choose")}
          onChange={({ target }) => void take(target.files?.[0])}
        />
        {picture ? (
          <span className="flex items-center gap-2 rounded-md border border-line py-1.5 ps-1.5 pe-1 text-sm">
            {/* biome-ignore lint/performance/noImgElement: a thumbnail of our own */}
            <img src={picture.thumbUrl} alt="" className="size-9 rounded-sm object-cover" />
            <span className="max-w-52 truncate">{picture.name}</span>
            <IconButton label={t("remove")} size="sm" disabled={locked} onClick={() => onChange(null)}>
              <X aria-hidden />
            </IconButton>
          </span>
        ) : (
          <Button size="sm" busy={share !== null} disabled={locked} onClick={() => input.current?.click()}>
            <ImagePlus aria-hidden />
            {t("add")}
          </Button>
        )}
        <span className="text-ink-3 text-xs">{picture ? t("made") : t("help")}</span>
      </div>
      {share !== null && <ProgressBar label={t("uploading")} value={Math.round(share * 100)} max={100} />}
      {problem && (
        <p role="alert" className="text-failed text-xs">
          {problem}
        </p>
      )}
    </div>
  );
}
