"""Which optimizers of which libraries are measured.

A library: how pip calls it, where its optimizers stand, how it is stepped, in which
type; and its optimizers as one writes them, some of them with the rule that they should
be: of adamedu.rules or of forms.py.
"""

from benchmarks.libraries import steppers

LIBRARIES = {
    "torch": ("torch", "torch.optim", steppers.Torch, "float64", """
        SGD(momentum=0.9) = momentum()
        SGD(momentum=0.9, nesterov=True) = nesterov()
        Adagrad() = adagrad()
        Adadelta() = adadelta()
        RMSprop() = rmsprop()
        Adam() = adam()
        Adam(decoupled_weight_decay=True) = adam()
        Adam(amsgrad=True) = amsgrad_torch()
        AdamW() = adam()
        Adamax() = adamax()
        NAdam() = nadam()
        NAdam(decoupled_weight_decay=True) = nadam()
        RAdam() = radam(rho_min=5)
        RAdam(decoupled_weight_decay=True) = radam(rho_min=5)
        Adafactor() = adafactor_torch(eps1=2**-52)
        Muon() = muon()
        Muon(adjust_lr_fn="match_rms_adamw") = muon_rms()"""),
    "optax": ("optax", "optax", steppers.Optax, "float64", """
        sgd(momentum=0.9) = momentum()
        adagrad() = adagrad_inside(v=0.1, eps=1e-7)
        adadelta(rho=0.9, eps=1e-6) = adadelta()
        rmsprop() = rmsprop_inside(beta2=0.9)
        adam() = adam()
        adamw() = adam()
        amsgrad()
        adamax() = adamax()
        nadam()
        radam()
        adabelief()
        yogi()
        adan()
        lion() = lion()
        lamb() = lamb()
        adafactor()
        contrib.muon() = muon_columns()
        contrib.muon(consistent_rms=0.2) = muon_rms()
        contrib.schedule_free_adamw() = schedule_free_adamw()
        contrib.prodigy()"""),
    "keras": ("keras", "keras.optimizers", steppers.Keras, "float64", """
        SGD(momentum=0.9) = momentum()
        SGD(momentum=0.9, nesterov=True) = nesterov()
        Adagrad() = adagrad_inside(v=0.1, eps=1e-7)
        Adadelta() = adadelta(beta2=0.95, eps=1e-7)
        RMSprop() = rmsprop_inside(beta2=0.9, eps=1e-7)
        Adam() = adam_hat(eps=1e-7)
        Adam(amsgrad=True) = amsgrad_hat(eps=1e-7)
        AdamW() = adam_hat(eps=1e-7)
        Adamax() = adamax_added(eps=1e-7)
        Nadam() = nadam_fast(eps=1e-7)
        Lion() = lion()
        Lamb() = lamb(eps=1e-7)
        Adafactor()
        Muon() = muon_rms()
        ScheduleFreeAdamW() = schedule_free_adamw()"""),
    "keras on torch": ("keras", "keras.optimizers", steppers.Keras, "float64", """
        Adam() = adam_hat(eps=1e-7)
        ScheduleFreeAdamW() = schedule_free_adamw()"""),
    "pytorch_optimizer": (
        "pytorch_optimizer", "pytorch_optimizer", steppers.Torch, "float64", """
        SGDW(momentum=0.9) = momentum()
        RAdam()
        RAdam(degenerated_to_sgd=True) = radam(rho_min=5)
        AdaBelief() = adabelief()
        Yogi()
        Adan() = adan()
        Lion() = lion()
        Lamb()
        AdaFactor()
        Shampoo() = shampoo()
        SOAP()
        ScheduleFreeAdamW()"""),
    "lion-pytorch": ("lion-pytorch", "lion_pytorch", steppers.Torch, "float64", """
        Lion() = lion()
        Lion(decoupled_weight_decay=True) = lion()"""),
    "schedulefree": ("schedulefree", "schedulefree", steppers.Torch, "float64", """
        AdamWScheduleFree() = schedule_free_adamw()"""),
    "prodigyopt": ("prodigyopt", "prodigyopt", steppers.Torch, "float64", """
        Prodigy()
        Prodigy(use_bias_correction=True)"""),
    "timm": ("timm", "timm.optim", steppers.Torch, "float64", """
        RMSpropTF() = rmsprop_inside(v=1, beta2=0.9, eps=1e-10)
        NAdamW()
        RAdamLegacy() = radam(rho_min=5)
        Adan() = adan()
        Lion() = lion()
        Lamb()
        Muon()"""),
    "transformers": (
        "transformers", "transformers.optimization", steppers.Torch, "float64", """
        Adafactor(scale_parameter=False, relative_step=False)"""),
    "torch_optimizer": (
        "torch_optimizer", "torch_optimizer", steppers.Torch, "float64", """
        RAdam()
        Yogi()
        Lamb()
        Shampoo()"""),
    "adabelief-pytorch": (
        "adabelief-pytorch", "adabelief_pytorch", steppers.Torch, "float64", """
        AdaBelief(print_change_log=False)"""),
    "muon-optimizer": ("muon-optimizer", "muon", steppers.Torch, "float64", """
        SingleDeviceMuon() = muon()"""),
    "bitsandbytes": (
        "bitsandbytes", "bitsandbytes.optim", steppers.Torch, "float32", """
        Adam() = adam()
        AdamW() = adam()
        AdamW8bit()
        RMSprop() = rmsprop()
        Lion() = lion()"""),
    "torchao": ("torchao", "torchao.optim", steppers.Torch, "float32", """
        AdamW8bit()"""),
    "composer": ("mosaicml", "composer.optim", steppers.Torch, "float64", """
        DecoupledSGDW(momentum=0.9) = momentum()
        DecoupledAdamW() = adam(beta2=0.95)"""),
    "mlx": ("mlx", "mlx.optimizers", steppers.Mlx, "float64", """
        SGD(momentum=0.9) = momentum()
        Adagrad() = adagrad(eps=1e-8)
        AdaDelta() = adadelta()
        RMSprop() = rmsprop()
        Adam() = adam_uncorrected()
        Adam(bias_correction=True) = adam()
        AdamW() = adam_uncorrected()
        Adamax()
        Lion() = lion()
        Adafactor()
        Muon()"""),
    "deepspeed": ("deepspeed", "deepspeed.ops.adam", steppers.Torch, "float32", ""),
    "apex": ("apex", "apex.optimizers", steppers.Torch, "float32", ""),
}  # fmt: skip
