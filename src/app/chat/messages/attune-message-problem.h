/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message.h"

G_BEGIN_DECLS

const char *attune_message_problem_describe      (AttuneMessage      *message,
                                                  gboolean            is_anonymous);
const char *attune_message_problem_get_icon_name (AttuneMessageState  state);

G_END_DECLS
