/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-edit-history.h"
#include "attune-edit-log.h"
#include "attune-edits.h"

G_BEGIN_DECLS

struct _AttuneEdits
{
  GObject            parent_instance;

  AttuneExampleFile *file;
  AttuneEditLog     *log;
  char              *notice;

  GMutex             change_mutex;   /* held through a whole change with its sync … */
  GMutex             mutex;          /* … this one only while what follows is read or written */
  AttuneRowStates   *states;
  AttuneEditHistory *history;
};

G_END_DECLS
