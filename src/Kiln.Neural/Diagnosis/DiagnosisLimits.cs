namespace Kiln.Neural;

/// <summary>
/// Where well ends and wrong begins, each with its reason. They are set for few false alarms: on healthy networks the measured quantities
/// stay an order of magnitude away from most of them.
/// </summary>
internal static class DiagnosisLimits
{
    /// <summary>How many measured steps a verdict about units and gradients rests on: one batch may be odd, five in a row are not.</summary>
    internal const int Samples = 5;

    /// <summary>
    /// Root mean squares of activations at the first step, as multiples of what went in. A good initialization keeps them (Glorot and
    /// Bengio 2010; He et al. 2015; Mishkin and Matas 2016). Ten square ReLU layers with Glorot's weights come to 0.03 and still train, thirty do
    /// not (He et al., section 2.2), which is 0.00003; a hundred times too large is the softmax of a one-hot answer.
    /// </summary>
    internal const double SignalShrinks = 1e-3, SignalGrows = 100;

    /// <summary>
    /// |w|·|∂L/∂w| in units of <see cref="RunRecord.Reference"/>: how much the loss changes, to first order, when a layer's weights change by
    /// their own size along the gradient. Healthy networks start at 0.1 to 10. At a thousand, a step of a thousandth of the weights changes the loss by all there is to learn.
    /// </summary>
    internal const double GradientExplodes = 1e3;

    /// <summary>
    /// The same quantity in the first third of the layers over the last third. Between healthy layers it differs by less than 30 either way;
    /// through ten sigmoids, each of slope at most 1/4, it falls below 10⁻⁵ (Bengio, Simard and Frasconi 1994; Glorot and Bengio 2010; for growth also
    /// Poole et al. 2016).
    /// </summary>
    internal const double GradientRatio = 1e3;

    /// <summary>
    /// The share of a layer's rectified units that are zero for every sample. CS231n names 40 % as the sign of a step that was too long (see
    /// also Lu et al. 2019), but networks that learn briskly lose as many, up to half, and do well: three fifths, then, where the loss has not come down, and three quarters where it has.
    /// </summary>
    internal const double DeadShare = 0.6, DeadShareOfLearned = 0.75;

    /// <summary>How many rows (samples, or pixels of them) a unit must have been zero in.</summary>
    internal const int DeadRows = 128;

    /// <summary>
    /// |tanh| above this, or a sigmoid as far out, is saturated: its slope is 6 % of the largest. Glorot and Bengio (2010, figures 2 and 3) follow such shares.
    /// Half of all outputs is what a healthy hidden layer does not reach while it still has to learn.
    /// </summary>
    internal const double SaturatedAt = 0.97, SaturatedShare = 0.5;

    /// <summary>
    /// |Δw|/|w| of a step. About 10⁻³ is the rule of thumb (CS231n, "Ratio of weights:updates"); Adam's first steps go to 3·10⁻². Two
    /// hundred times as much, step after step and without the loss falling, is too much, and so is half the weights at once when units died or saturated of it; a tenth, never
    /// exceeded and without the loss falling, is too little.
    /// </summary>
    internal const double UpdateTooLarge = 0.2, UpdateKills = 0.5, UpdateTooSmall = 1e-4;

    /// <summary>The loss, as a multiple of what it was at first (or of a constant answer's, if that is more), at which steps lead away.</summary>
    internal const double LossDiverges = 2;

    /// <summary>The same for the largest loss of a single batch, when little has been learned since.</summary>
    internal const double LossLeaps = 10;

    /// <summary>Shares of what there is to learn (<see cref="RunRecord.LossLeft"/>) that remain: nothing learned; little; had learned.</summary>
    internal const double NothingLearned = 0.9, LittleLearned = 0.5, HadLearned = 0.4;

    /// <summary>As many updates before a learning rate is judged by what the loss does.</summary>
    internal const int UpdatesBeforeVerdict = 30, UpdatesBeforeTooLow = 50;

    /// <summary>
    /// Validation loss above its lowest by this share (Prechelt 1998, "Early stopping — but when?", GL; he stops at 5 %, a warning can
    /// wait for 20 %), for this many epochs, while the gap to the training loss is this share of what there is to learn.
    /// </summary>
    internal const double ValidationRises = 0.2, ValidationGap = 0.1;

    internal const int EpochsOfRise = 3;

    /// <summary>At the end: more than this share of what there is to learn remains (an R² below 0.2), and the last quarter of the run took off less than 3 %.</summary>
    internal const double Underfits = 0.8, StillFalls = 0.03;

    internal const int UpdatesBeforeUnderfitting = 100;
}
