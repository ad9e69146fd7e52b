# Continues the training of a VAE of latentpad (relu, not --resumable) in PyTorch's DistributedDataParallel:
#   torchrun --nproc-per-node 2 ddp.py vae.safetensors train-images-idx3-ubyte.gz continued.safetensors 1
import gzip, json, struct, sys
import numpy as np, torch, torch.distributed as dist, torch.nn as nn, torch.nn.functional as F

start, images, out, epochs = sys.argv[1:5]
raw = bytearray(open(start, "rb").read())  # safetensors: the length of the header, the header, the tensors
size = struct.unpack("<Q", raw[:8])[0]
head, body = json.loads(raw[8 : 8 + size]), raw[8 + size :]
del head["__metadata__"]  # its checksum is of other weights
weights = {n: torch.frombuffer(body[slice(*t["data_offsets"])], dtype=torch.float32).view(t["shape"]) for n, t in head.items()}

class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        linear = lambda name: nn.Linear(*weights[name + ".weight"].shape[::-1])
        count = sum(name.startswith("decoder") for name in weights) // 2
        self.encoder, self.decoder = (nn.ModuleList(linear(f"{part}.{i}") for i in range(n)) for part, n in [("encoder", count - 1), ("decoder", count)])
        self.mu, self.log_var = linear("mu"), linear("log_var")
    def forward(self, x):  # -ELBO, the mean over the images
        hidden = lambda layers, h: [h := F.relu(layer(h)) for layer in layers][-1] if layers else h
        h = hidden(self.encoder, x)
        mu, log_var = self.mu(h), self.log_var(h)
        logits = self.decoder[-1](hidden(self.decoder[:-1], mu + torch.exp(log_var / 2) * torch.randn_like(mu)))
        kl = (mu**2 + log_var.exp() - 1 - log_var).sum() / 2
        return (F.binary_cross_entropy_with_logits(logits, x, reduction="sum") + kl) / len(x)

dist.init_process_group("gloo")
rank, processes, model = dist.get_rank(), dist.get_world_size(), Vae()
model.load_state_dict(weights)
ddp, adam = nn.parallel.DistributedDataParallel(model), torch.optim.Adam(model.parameters(), 1e-3)
data = torch.tensor(np.frombuffer(gzip.open(images).read(), np.uint8, offset=16).reshape(-1, model.decoder[-1].out_features))
for step in range(int(float(epochs) * len(data) / 128)):
    batch = torch.randperm(len(data), generator=torch.Generator().manual_seed(step))[:128]  # the same in all processes
    loss = ddp(torch.bernoulli(data[batch[rank::processes]] / 255))
    adam.zero_grad(), loss.backward(), adam.step()
    if rank == 0 and step % 10 == 0: print(step, loss.item(), flush=True)
for name, tensor in model.state_dict().items(): body[slice(*head[name]["data_offsets"])] = tensor.numpy().tobytes()
if rank == 0: open(out, "wb").write(struct.pack("<Q", len(header := json.dumps(head).encode())) + header + body)
