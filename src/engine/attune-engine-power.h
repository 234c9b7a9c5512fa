/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A processor that has just cooled down is hot again in seconds. */
#define ATTUNE_ENGINE_COOLING_SECONDS 60

/* Why training is to wait. */
typedef enum
{
  ATTUNE_ENGINE_HOLD_NONE,
  ATTUNE_ENGINE_HOLD_BATTERY,
  ATTUNE_ENGINE_HOLD_POWER_SAVER,
  ATTUNE_ENGINE_HOLD_HEAT,
} AttuneEngineHold;

GType                attune_engine_hold_get_type  (void) G_GNUC_CONST;
const char          *attune_engine_hold_to_string (AttuneEngineHold   hold);

#define ATTUNE_TYPE_ENGINE_HOLD (attune_engine_hold_get_type ())
#define ATTUNE_TYPE_ENGINE_POWER (attune_engine_power_get_type ())

/**
 * AttuneEnginePower:
 *
 * Whether this computer should be spared just now, if the person wants that. Where the system does
 * not tell, it never should.
 */
G_DECLARE_FINAL_TYPE (AttuneEnginePower, attune_engine_power, ATTUNE, ENGINE_POWER, GObject)

AttuneEnginePower   *attune_engine_power_new                 (void);
AttuneEngineHold     attune_engine_power_get_hold            (AttuneEnginePower *self);
void                 attune_engine_power_set_cooling_seconds (AttuneEnginePower *self,
                                                              guint              seconds);

G_END_DECLS
