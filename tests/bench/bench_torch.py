#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same training step in PyTorch: arguments all|adapter, the shape, the number of steps. Prints one JSON object."""

import json
import math
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

TOKENS, RANK = 256, 8
SHAPES = {  # width, layers, heads, heads of keys, width of the feed-forward, vocabulary, tied
    "nano": (256, 4, 8, 8, 640, 288, False),
    "135m": (576, 30, 9, 3, 1536, 49152, True),
}


class Product(nn.Module):
    def __init__(self, n_in, n_out, is_frozen):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, n_in) / math.sqrt(n_in), requires_grad=not is_frozen)
        self.pair = None
        if is_frozen:
            self.pair = nn.ParameterList([torch.randn(RANK, n_in) / math.sqrt(n_in), torch.zeros(n_out, RANK)])

    def forward(self, x):
        y = F.linear(x, self.weight)
        return y if self.pair is None else y + 2 * F.linear(F.linear(x, self.pair[0]), self.pair[1])


class Layer(nn.Module):
    def __init__(self, width, n_heads, n_keys, feed, is_frozen):
        super().__init__()
        self.n_heads, self.n_keys, self.size = n_heads, n_keys, width // n_heads
        keys = self.size * n_keys
        self.norms = nn.ParameterList([nn.Parameter(torch.ones(width), requires_grad=not is_frozen) for _ in range(2)])
        self.parts = nn.ModuleDict({name: Product(*shape, is_frozen) for name, shape in {
            "q": (width, width), "k": (width, keys), "v": (width, keys), "o": (width, width),
            "gate": (width, feed), "up": (width, feed), "down": (feed, width)}.items()})

    def split(self, x, n):
        return x.view(1, TOKENS, n, self.size).transpose(1, 2)

    def forward(self, x, turn):
        normed = F.rms_norm(x, x.shape[-1:], self.norms[0], 1e-5)
        q = turn(self.split(self.parts["q"](normed), self.n_heads))
        k = turn(self.split(self.parts["k"](normed), self.n_keys))
        v = self.split(self.parts["v"](normed), self.n_keys)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        x = x + self.parts["o"](mixed.transpose(1, 2).reshape(x.shape))
        normed = F.rms_norm(x, x.shape[-1:], self.norms[1], 1e-5)
        return x + self.parts["down"](F.silu(self.parts["gate"](normed)) * self.parts["up"](normed))


def main():
    is_frozen = sys.argv[1] == "adapter"
    width, n_layers, n_heads, n_keys, feed, n_words, is_tied = SHAPES[sys.argv[2]]
    torch.set_num_threads(2)
    embedding = nn.Parameter(torch.randn(n_words, width) / math.sqrt(width), requires_grad=not is_frozen)
    head = embedding if is_tied else nn.Parameter(torch.randn_like(embedding) / math.sqrt(width), requires_grad=not is_frozen)
    layers = nn.ModuleList([Layer(width, n_heads, n_keys, feed, is_frozen) for _ in range(n_layers)])
    size = width // n_heads
    angles = torch.outer(torch.arange(TOKENS).float(), 10000 ** (-torch.arange(0, size, 2).float() / size))

    def turn(x):
        a, b = x[..., ::2], x[..., 1::2]
        return torch.stack((a * angles.cos() - b * angles.sin(), a * angles.sin() + b * angles.cos()), -1).flatten(-2)

    trained = [p for p in layers.parameters() if p.requires_grad] + [p for p in {embedding, head} if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-4, weight_decay=0.01)
    tokens = torch.randint(0, 256, (1, TOKENS))
    best = math.inf
    for count in range(int(sys.argv[3]) + 1):
        begun = time.monotonic()
        x = F.embedding(tokens, embedding)
        for layer in layers:
            x = layer(x, turn)
        x = F.rms_norm(x[:, :-1], (width,), None, 1e-5)
        F.cross_entropy(F.linear(x, head).flatten(0, 1), tokens[0, 1:]).backward()
        nn.utils.clip_grad_norm_(trained, 1)
        optimizer.step()
        optimizer.zero_grad()
        if count:              # the first one allocates
            best = min(best, time.monotonic() - begun)
    print(json.dumps({"tokens_per_second": TOKENS / best, "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


main()
