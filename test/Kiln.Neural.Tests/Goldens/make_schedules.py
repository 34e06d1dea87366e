"""Learning rates of PyTorch's schedulers, step by step: python3 make_schedules.py > schedules.json"""
import json
import torch
from torch.optim import lr_scheduler as s


def rates(make, steps):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.4)
    scheduler = make(optimizer)
    found = []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


print(json.dumps({
    "StepLR(0.4,7,0.5)": rates(lambda o: s.StepLR(o, 7, 0.5), 20),
    "MultiStepLR(0.4,[5,11],0.1)": rates(lambda o: s.MultiStepLR(o, [5, 11], 0.1), 20),
    "ExponentialLR(0.4,0.9)": rates(lambda o: s.ExponentialLR(o, 0.9), 20),
    "CosineAnnealingLR(0.4,20,0.04)": rates(lambda o: s.CosineAnnealingLR(o, 20, 0.04), 21),
    "CosineAnnealingWarmRestarts(0.4,5,2,0.04)": rates(lambda o: s.CosineAnnealingWarmRestarts(o, 5, 2, 0.04), 40),
    "CosineAnnealingWarmRestarts(0.4,6,1,0)": rates(lambda o: s.CosineAnnealingWarmRestarts(o, 6, 1, 0), 20),
    "OneCycleLR(0.4,30)": rates(lambda o: s.OneCycleLR(o, 0.4, 30, cycle_momentum=False), 30),
    "OneCycleLR(0.4,31,0.45,10,100)": rates(lambda o: s.OneCycleLR(o, 0.4, 31, pct_start=0.45, div_factor=10, final_div_factor=100, cycle_momentum=False), 31),
    "PolynomialLR(0.4,12,2)": rates(lambda o: s.PolynomialLR(o, 12, 2), 20),
    "LinearLR(0.4,0.2,5)": rates(lambda o: s.LinearLR(o, 0.2, 1.0, 4), 20),
}, indent=1))
