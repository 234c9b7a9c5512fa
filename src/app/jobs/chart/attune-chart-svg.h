/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chart-picture.h"

G_BEGIN_DECLS

char *attune_chart_svg_write (const AttuneChartPicture *picture);

G_END_DECLS
