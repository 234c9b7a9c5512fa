/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     attune_trainer_watch_start        (void);
void     attune_trainer_watch_request_stop (void);
gboolean attune_trainer_watch_should_stop  (void);

G_END_DECLS
