/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

/* A model that was tuned on this computer, as a file for other programs. */
typedef enum
{
  ATTUNE_MODEL_FORM_WHOLE,
  ATTUNE_MODEL_FORM_ADAPTER,   /* without its base */
} AttuneModelForm;

gboolean   attune_workspace_can_save_model (AttuneWorkspace    *self,
                                            AttuneModel        *model,
                                            AttuneModelForm     form);
DexFuture *attune_workspace_save_model     (AttuneWorkspace    *self,      /* string: the model card */
                                            AttuneModel        *model,
                                            AttuneModelForm     form,
                                            const char         *path,
                                            AttuneProgressFunc  progress,  /* main thread */
                                            gpointer            user_data,
                                            GDestroyNotify      destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
