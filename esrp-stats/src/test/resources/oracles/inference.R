# Reference values of what is said of several differences, and of variance components, from R: stats, mvtnorm, multcomp, lme4.
# Rscript inference.R > inference_r.json      (Debian 12: R 4.2.2, mvtnorm 1.1-3, multcomp 1.4-22, lme4 1.1-31, jsonlite)
suppressMessages({library(lme4); library(multcomp); library(mvtnorm); library(jsonlite)})
set.seed(20261126)

p.values <- list(c(.01, .02, .03, .04), c(.04, .01, NA, .01, .9), c(0, 0, 1, 1, .5), c(.05), c(NA, NA), runif(40)^3,
                 round(runif(60), 2), c(1e-300, 1e-16, .2, .2, .2, NA, .2), sample(c(NA, .001, .01, .05, .3), 30, TRUE))
adjusted <- lapply(p.values, function(p) list(p = I(p), holm = I(p.adjust(p, "holm")), bh = I(p.adjust(p, "BH"))))

# All pairwise differences of the columns of a matrix of cluster means: the critical value of simultaneous intervals
critical <- function(n, k, load) {
  m <- round(matrix(rnorm(n * k), n) + load * rnorm(n) %o% runif(k), 3)
  pairs <- combn(k, 2)
  contrasts <- apply(pairs, 2, function(p) { v <- numeric(k); v[p] <- c(1, -1); v })
  v <- cov(m) / n
  s <- t(contrasts) %*% v %*% contrasts
  r <- cov2cor(s)
  glht <- suppressWarnings(glht(parm(colMeans(m), v, df = n - 1), linfct = t(contrasts)))
  # As the class says: a chi-squared of its own for each difference
  z <- rmvnorm(4e5, sigma = r, method = "svd")
  own <- z * sqrt((n - 1) / matrix(rchisq(length(z), n - 1), nrow(z)))
  list(clusters = n, values = m, errors = sqrt(diag(s)), multcomp = attr(confint(glht)$confint, "calpha"),
       mvt = qmvt(.95, corr = r, df = n - 1, tail = "both.tails", maxpts = 1e6, abseps = 1e-5)$quantile,
       normal = qmvnorm(.95, corr = r, tail = "both.tails", maxpts = 1e6, abseps = 1e-5)$quantile,
       own = quantile(apply(abs(own), 1, max), .95, names = FALSE))
}
shapes <- list(c(10, 3, 1), c(20, 6, 2), c(40, 4, 0), c(400, 3, 1), c(400, 6, 0))
together <- lapply(shapes, function(s) critical(s[1], s[2], s[3]))

# Complete crossed studies, raters nested in characters: REML, which is the analysis of variance where no variance is 0
study <- function(candidates, characters, scenarios, raters) {
  d <- expand.grid(rater = seq_len(raters), scenario = seq_len(scenarios), character = seq_len(characters),
                   candidate = seq_len(candidates))
  d$rater <- d$rater + raters * (d$character - 1)
  e <- function(sd, ...) { g <- interaction(..., drop = TRUE); rnorm(nlevels(g), sd = sd)[g] }
  d$y <- with(d, round(3 + e(1, candidate) + e(.8, character) + e(.7, scenario) + e(.9, candidate, character) +
    e(.6, candidate, scenario) + e(.7, character, scenario) + e(.6, candidate, character, scenario) + e(.7, rater) +
    e(.7, candidate, rater) + rnorm(nrow(d), sd = .5), 3))
  fit <- suppressMessages(lmer(y ~ (1 | candidate) + (1 | character) + (1 | scenario) + (1 | candidate:character) +
    (1 | candidate:scenario) + (1 | character:scenario) + (1 | candidate:character:scenario) + (1 | rater) +
    (1 | candidate:rater), d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e6),
    calc.derivs = FALSE)))
  v <- as.data.frame(VarCorr(fit)); g <- setNames(v$vcov, v$grp)
  list(y = d$y, candidate = d$candidate, character = d$character, scenario = d$scenario, rater = d$rater,
       variances = as.list(g[c("candidate", "character", "scenario", "candidate:character", "candidate:scenario",
         "character:scenario", "candidate:character:scenario", "rater", "candidate:rater", "Residual")]))
}
studies <- list(study(4, 6, 5, 2), study(3, 12, 6, 2), study(5, 8, 4, 3))
cat(toJSON(list(adjusted = adjusted, together = together, studies = studies), digits = NA, auto_unbox = TRUE, na = "null"))
