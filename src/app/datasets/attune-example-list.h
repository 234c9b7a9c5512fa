/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-item.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_LIST (attune_example_list_get_type ())

/**
 * AttuneExampleList:
 *
 * The examples of a file as a #GListModel of #AttuneExampleItem, made one at a time when a view
 * asks. A view asks for the rows on screen and some around them, so a file of a million examples
 * costs as much to show as one of a hundred.
 *
 * The text is read on the main thread, when its row is bound: one pread of a line, a kilobyte or
 * two, that the reading of the whole file has just brought into memory (microseconds). Reading it
 * on another thread would show empty rows that change their height while the person scrolls. The
 * price is a pause on a disk that has gone to sleep or a network folder that has gone away.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleList, attune_example_list, ATTUNE, EXAMPLE_LIST, GObject)

AttuneExampleList *attune_example_list_new (AttuneExampleFile *file);

G_END_DECLS
