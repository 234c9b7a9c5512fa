/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chart.h"

G_BEGIN_DECLS

/* A piece of text in a picture. */
typedef struct
{
  char     *text;
  float     x;         /* the point that it is aligned to … */
  float     y;         /* … and the middle of its height */
  float     align;     /* 0: it begins at x, 0.5: it is centred there, 1: it ends there */
  float     size;      /* of the font, in pixels */
} AttuneChartLabel;

/**
 * AttuneChartPicture:
 *
 * A chart as it is put into a file: with a title and a legend, dark on white, the same size whatever
 * the window looks like.
 */
typedef struct
{
  float      width;
  float      height;
  char      *title;
  char      *description;   /* in words, for those who do not see it */
  GtkWidget *widget;        /* for fonts; whoever holds the picture keeps it */
  GdkRGBA    text_color;
  GPtrArray *layers;        /* AttuneChartLayer, lowest first */
  GPtrArray *labels;        /* AttuneChartLabel */
} AttuneChartPicture;

AttuneChartPicture *attune_chart_picture_new    (AttuneChart         *chart,
                                                 const char          *title);
void                attune_chart_picture_free   (AttuneChartPicture  *self);
GBytes             *attune_chart_picture_to_png (AttuneChartPicture  *self,
                                                 GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneChartPicture, attune_chart_picture_free)

G_END_DECLS
