"use client";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

type Props = Omit<ComponentProps<typeof Input>, "type" | "unit">;

/** A password that can be looked at while it is typed. */
export function PasswordInput({ disabled, ...rest }: Props) {
  const t = useTranslations("auth");
  const [isShown, setShown] = useState(false);
  return (
    <span className="relative block [&_input]:pe-12">
      <Input
        {...rest}
        disabled={disabled}
        type={isShown ? "text" : "password"}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      <IconButton
        label={isShown ? t("hide") : t("show")}
        aria-pressed={isShown}
        disabled={disabled}
        onClick={() => setShown(!isShown)}
        className="absolute top-1/2 right-1 -translate-y-1/2"
      >
        {isShown ? <EyeOff /> : <Eye />}
      </IconButton>
    </span>
  );
}
