"use client";
import {
  type AriaAttributes,
  cloneElement,
  type HTMLAttributes,
  isValidElement,
  type ReactElement,
  type ReactNode,
  type Ref,
  type RefObject,
  useLayoutEffect,
} from "react";

type Handlers = Pick<
  HTMLAttributes<HTMLElement>,
  "onClick" | "onPointerDown" | "onPointerEnter" | "onPointerLeave" | "onKeyDown" | "onFocus" | "onBlur"
>;
type Added = Handlers & AriaAttributes & { "data-state": "open" | "closed" };
type ChildProps = Handlers & { ref?: Ref<HTMLElement> };

/** Puts a value into whichever kind of ref it is. */
export function assignRef<T>(ref: Ref<T> | undefined, value: T | null): void {
  if (typeof ref === "function") ref(value);
  else if (ref) ref.current = value;
}

/** The one element that opens something, with our handlers after its own; one that is off for a reason opens nothing. */
export function withTrigger(child: ReactNode, trigger: RefObject<HTMLElement | null>, added: Added): ReactNode {
  if (!isValidElement<ChildProps>(child)) throw new Error("a trigger must be one element");
  const own = child.props;
  const both =
    <E extends { currentTarget: EventTarget & HTMLElement; defaultPrevented: boolean }>(
      first: ((event: E) => void) | undefined,
      second: ((event: E) => void) | undefined,
    ) =>
    (event: E) => {
      first?.(event);
      if (!event.defaultPrevented && event.currentTarget.ariaDisabled !== "true") second?.(event);
    };
  const handlers: Handlers = {};
  if (added.onClick) handlers.onClick = both(own.onClick, added.onClick);
  if (added.onPointerDown) handlers.onPointerDown = both(own.onPointerDown, added.onPointerDown);
  if (added.onPointerEnter) handlers.onPointerEnter = both(own.onPointerEnter, added.onPointerEnter);
  if (added.onPointerLeave) handlers.onPointerLeave = both(own.onPointerLeave, added.onPointerLeave);
  if (added.onBlur) handlers.onBlur = both(own.onBlur, added.onBlur);
  if (added.onKeyDown) handlers.onKeyDown = both(own.onKeyDown, added.onKeyDown);
  if (added.onFocus) handlers.onFocus = both(own.onFocus, added.onFocus);
  return cloneElement(child as ReactElement<ChildProps>, {
    ...added,
    ...handlers,
    ref: (element: HTMLElement | null) => {
      trigger.current = element;
      assignRef(own.ref, element);
    },
  });
}

type StandInProps = { of: RefObject<HTMLElement | null>; id?: string; ref?: Ref<HTMLElement> };

/** Stands in a Radix `Trigger asChild` for an element drawn elsewhere, so that Radix itself can be loaded when it is needed. */
export function StandIn({ of, id, ref }: StandInProps): null {
  useLayoutEffect(() => {
    const element = of.current;
    if (!element) return;
    if (id && !element.id) element.id = id;
    assignRef(ref, element);
    return () => assignRef(ref, null);
  }, [of, id, ref]);
  return null;
}
