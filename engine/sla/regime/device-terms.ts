/**
 * What the rules give the calls of each device: one record a device, side by side, so that a call finds all of it on one
 * line of the processor's cache.
 */
export const DEVICE_FIELDS = 16;

/** Regime of the clocks, whenever a call is logged; -1: no rule applies; `BY_INSTANT`: it depends on when. */
export const DEVICE_REGIME = 0;
/** Timeline of the clocks. */
export const DEVICE_TIMELINE = 1;
/** Four levels, a byte each, the first dimension lowest; a byte of 0: it depends on when the call is logged. */
export const DEVICE_LEVELS = 2;
/** The device's site where it has special days, else -1. */
export const DEVICE_SPECIAL_SITE = 3;
/** First of the reliability targets whose scope the device is in (as in `deviceTargetOffset`), and the end of them. */
export const DEVICE_TARGETS = 4;
export const DEVICE_TARGETS_END = 5;
export const DEVICE_SITE = 6;
/** Phases of the device's regime rules, and of its priority rules in each dimension. */
export const DEVICE_REGIME_PHASES = 7;
export const DEVICE_LEVEL_PHASES = 8;
