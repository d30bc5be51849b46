//! What a training promises: honest figures, ranges, refusals with remedies, a rule that stays in charge until it is
//! beaten.

use leadscore::{
    demo::{County, CountyOptions, DemoFile},
    lanes::Inline,
    lead::OutcomeKind,
    learn::{
        Allowance, ArvAnswer, BoostChoice, Choice, ForestChoice, LearnProblem, Member, Outside, Standing,
        TrainProgress, Tuned,
        arv::{self, ArvLearner, ArvRecipe, ArvRows, ArvTarget},
        lead::{self, LeadLabel, LeadRecipe, LeadRows},
    },
    registry::{Artifact, HouseModel, arv_artifact, lead_artifact},
    score::Profile,
    session::{FileReader, ImportMode, Imported, InUse, Session, import, judge},
    table::Day,
};

const AS_OF: Day = Day(20_779);

fn county(rows: u32) -> Imported {
    let county = County::new(CountyOptions { rows, seed: 7, as_of: AS_OF });
    let read = DemoFile::ALL.map(|file| {
        let mut reader = FileReader::new(file.file_name(), ImportMode::Smart);
        reader.push(&county.bytes(file).unwrap());
        reader.finish()
    });
    import(read.into(), ImportMode::Smart, &Inline)
}

fn scored(rows: u32) -> (Session, Imported) {
    let mut imported = county(rows);
    // The session owns the leads; what is to be learned besides stays with the import.
    let leads = std::mem::replace(&mut imported.leads, county(0).leads);
    (Session::new(leads, Profile::shipped("guide-full").unwrap(), AS_OF, &Inline), imported)
}

fn on(_: TrainProgress) -> bool {
    true
}

fn arv_recipe() -> ArvRecipe {
    ArvRecipe { learner: ArvLearner::Boost, ..ArvRecipe::default() }
}

#[test]
fn an_arv_model_knows_its_houses_and_says_what_it_does_not() {
    let (session, imported) = scored(600);
    let recipe = arv_recipe();
    let rows = session.arv_rows(&imported.sales, &recipe, &Inline).unwrap();
    assert!(rows.value_usd.iter().all(|value| (50_000.0..=800_000.0).contains(value)));
    let left_out: usize = rows.excluded.iter().map(|(_, rows)| rows).sum();
    assert_eq!(
        rows.len() + left_out,
        session.leads().len(),
        "every lead is a row or has a reason: {:?}",
        rows.excluded
    );

    let mut shares = Vec::new();
    let watch = &mut |progress: TrainProgress| {
        shares.push(progress.share);
        true
    };
    let trained = arv::train_in_full(&rows, &recipe, AS_OF, &Inline, watch).unwrap().unwrap();
    let bare = arv::train(&rows, &recipe, AS_OF, &Inline, &mut on).unwrap().unwrap();
    assert_eq!(bare.model, trained.model, "what is told of a model does not change it");
    assert!(bare.report.weights.is_empty() && bare.report.partial.is_empty());
    assert!(shares.is_sorted() && shares.last() == Some(&1.0), "progress rises to its end");
    let report = &trained.report;
    assert_eq!(report.train_rows + report.test_rows, rows.len());
    let r2 = report.metrics.iter().find(|estimate| estimate.name == "r2").unwrap();
    assert!(r2.value > 0.7 && r2.interval.contains(r2.value), "{r2:?}");
    let line = report.baselines.iter().find(|baseline| baseline.name == "linear regression").unwrap();
    assert!(line.metrics.mdape.unwrap() < 25.0, "the line is a fair opponent: {line:?}");
    assert!(report.weights[0].is_above_noise, "{:?}", report.weights[0]);

    // Through the file and back, and asked about all leads.
    let artifact = arv_artifact(&trained, Some(1)).unwrap();
    assert_eq!(arv_artifact(&trained, None).unwrap().digest(), artifact.digest(), "the time is not part of the digest");
    let again = Artifact::from_bytes(&artifact.to_bytes()).unwrap();
    let Some(HouseModel::Arv(model)) = HouseModel::of(&again).unwrap() else { panic!("an ARV model") };
    assert_eq!(*model, trained.model);
    let in_use = InUse { version: "v", model: &*model };
    let judgements = judge(&session.questions(&Inline), Some(in_use), None, &Inline).unwrap();
    let answers = &judgements.arv.as_ref().unwrap().answers;
    let mut unknown = 0;
    for (lead, answer) in session.leads().iter().zip(answers) {
        match answer {
            ArvAnswer::Model { estimate_usd, low_usd, high_usd } => {
                assert!(low_usd <= estimate_usd && estimate_usd <= high_usd);
            }
            ArvAnswer::Outside(why) => {
                unknown += usize::from(*why == Outside::Unknown);
                assert!(!why.words().is_empty(), "{}", lead.parcel_id());
            }
        }
    }
    let without_record = session.leads().iter().filter(|lead| lead.market_value().is_none()).count();
    assert!(unknown >= without_record.min(1), "a lead without a record is not guessed at");
    let session = session.judged(judgements);
    let by_model = (0..session.leads().len() as u32).filter(|lead| session.fallback_reason(*lead).is_none()).count();
    assert!(by_model > session.leads().len() / 2);
}

/// Few trees, so that tests are quick.
fn small_stack() -> Tuned {
    let boost = BoostChoice {
        n_estimators: 60,
        learning_rate: 0.1,
        max_depth: 4,
        max_leaves: 0,
        min_child_weight: 1.0,
        min_samples_leaf: 5,
        subsample: 0.8,
        colsample_bytree: 0.8,
        reg_lambda: 1.0,
        extra_trees: false,
    };
    let forest = ForestChoice { n_estimators: 40, max_depth: 10, min_samples_leaf: 3, max_features: 0.5 };
    let member = |weight, choice| Member { weight, choice };
    let members = vec![member(0.75, Choice::Boost(boost)), member(0.25, Choice::Forest(forest))];
    Tuned { log_target: true, members }
}

#[test]
fn a_stack_is_one_model_that_answers_with_the_mean_of_its_members() {
    let (session, imported) = scored(300);
    let stack = small_stack();
    let of = |tuned: Tuned| {
        let recipe = ArvRecipe::default().with_tuned(Some(tuned));
        let rows = session.arv_rows(&imported.sales, &recipe, &Inline).unwrap();
        arv::train(&rows, &recipe, AS_OF, &Inline, &mut on).unwrap().unwrap()
    };
    let alone: Vec<_> =
        stack.members.iter().map(|member| of(Tuned::single(member.choice.clone(), stack.log_target))).collect();
    let trained = of(stack.clone());
    assert_eq!(
        (trained.report.learner, alone[0].report.learner, alone[1].report.learner),
        ("stack", "boost", "forest")
    );
    let margins = |model: &arv::TrainedArv| model.model.ensemble.margins(&trained.examples, &Inline).unwrap();
    let (whole, parts) = (margins(&trained), [margins(&alone[0]), margins(&alone[1])]);
    for (row, margin) in whole.iter().enumerate() {
        let mean = 0.75 * parts[0][row] + 0.25 * parts[1][row];
        assert!((margin - mean).abs() < 1e-9, "{margin} {mean}");
    }

    // A file holds it like any other, and each answer is taken apart to the dollar.
    let artifact = arv_artifact(&trained, None).unwrap();
    assert_eq!(artifact.about().learner, "stack");
    let again = Artifact::from_bytes(&artifact.to_bytes()).unwrap();
    let Some(HouseModel::Arv(model)) = HouseModel::of(&again).unwrap() else { panic!("an ARV model") };
    assert_eq!(*model, trained.model);
    assert_eq!(model.plan.recipe.tuned, Some(stack));
    let rows = session.arv_rows(&imported.sales, &model.plan.recipe, &Inline).unwrap();
    let arv::ArvExplanation::Model { explanation, .. } = model.explain(&rows.matrix, 0, &Inline).unwrap() else {
        panic!("a house that it learned from or was tested on")
    };
    let sum = explanation.base + explanation.contributions.iter().map(|one| one.worth).sum::<f64>();
    assert!((sum - explanation.answer).abs() < 1e-6 * explanation.answer, "{sum} {}", explanation.answer);
}

#[test]
fn a_forest_or_a_stack_of_boosted_trees_can_judge_leads() {
    let (session, imported) = scored(400);
    let Tuned { members, .. } = small_stack();
    let forest = Tuned::single(members[1].choice.clone(), false);
    let Choice::Boost(boost) = members[0].choice.clone() else { panic!("boosting") };
    let deeper = Choice::Boost(BoostChoice { max_depth: 6, ..boost.clone() });
    let half = |choice| Member { weight: 0.5, choice };
    let stack = Tuned { log_target: false, members: vec![half(Choice::Boost(boost)), half(deeper)] };
    for (tuned, name) in [(forest, "forest"), (stack, "stack")] {
        let recipe = LeadRecipe { tuned: Some(tuned), ..LeadRecipe::default() };
        let rows = session.lead_rows(&imported.outcomes, &recipe, &Inline).unwrap();
        let trained = lead::train(&rows, &recipe, AS_OF, &Inline, &mut on).unwrap().unwrap();
        assert_eq!(trained.report.learner, name);
        let auc = trained.report.cross_validated.unwrap().auc;
        assert!(auc > 0.9, "{name}: it imitates a rule that its features show: {auc}");
        let chances = trained.model.judge(&rows.matrix, &rows.rule, &Inline).unwrap();
        assert!(chances.iter().all(|chance| (0.0..=1.0).contains(chance)));
        let told = trained.model.explain(&rows.matrix, 0, rows.rule[0], &Inline).unwrap();
        assert!((told.chance - chances[0]).abs() < 1e-9, "{name}: {} {}", told.chance, chances[0]);
        let sum = told.explanation.base + told.explanation.contributions.iter().map(|one| one.worth).sum::<f64>();
        assert!((sum - told.chance).abs() < 1e-9, "{name}: {sum} {}", told.chance);
    }
}

#[test]
fn a_search_never_looks_at_the_test_rows() {
    let (session, imported) = scored(300);
    let recipe = arv_recipe();
    let mut rows = session.arv_rows(&imported.sales, &recipe, &Inline).unwrap();
    let search = |rows: &ArvRows| {
        let mut now_seconds = || 0.0;
        let allowance = Allowance { trials: Some(2), seconds: None, now_seconds: &mut now_seconds };
        arv::tune(rows, &recipe, allowance, &Inline, &mut on).unwrap().unwrap()
    };
    let before = search(&rows);
    assert_eq!(
        before.report.tried.iter().filter(|tried| tried.seconds.is_some()).count(),
        3,
        "the usual ones always run"
    );
    let (learned, tested) = recipe.parts(rows.len());
    assert_eq!(before.report.rows, learned.len() - learned.len().div_ceil(5), "four parts of five judge");
    for row in &tested {
        rows.value_usd[*row as usize] = 400_000.0;
    }
    assert_eq!(search(&rows), before);
    rows.value_usd[learned[0] as usize] *= 2.0;
    assert_ne!(search(&rows).report.usual_figure, before.report.usual_figure);
}

#[test]
fn few_rows_are_not_searched() {
    let (session, imported) = scored(120);
    let recipe = arv_recipe();
    let rows = session.arv_rows(&imported.sales, &recipe, &Inline).unwrap();
    let mut now_seconds = || 0.0;
    let allowance = Allowance { trials: Some(9), seconds: None, now_seconds: &mut now_seconds };
    let tuning = arv::tune(&rows, &recipe, allowance, &Inline, &mut on).unwrap().unwrap();
    assert_eq!((tuning.kept, tuning.report.tried.len()), (None, 0));
    assert!(tuning.report.verdict[0].contains("too few"), "{:?}", tuning.report.verdict);
}

#[test]
fn who_stops_a_training_gets_nothing() {
    let (session, imported) = scored(300);
    let recipe = arv_recipe();
    let rows = session.arv_rows(&imported.sales, &recipe, &Inline).unwrap();
    let mut calls = 0;
    let watch = &mut |_: TrainProgress| {
        calls += 1;
        calls < 10
    };
    assert_eq!(arv::train(&rows, &recipe, AS_OF, &Inline, watch).unwrap(), None);
    assert_eq!(calls, 10, "it stops at the tree at which it is told to");
}

#[test]
fn rows_travel_as_plain_data() {
    let (session, imported) = scored(200);
    let rows = session.arv_rows(&imported.sales, &arv_recipe(), &Inline).unwrap();
    // NaN is not equal to itself: the text of both is compared.
    let text = |rows: &ArvRows| format!("{rows:?}");
    let sent: Vec<u8> = postcard::to_allocvec(&rows).unwrap();
    assert_eq!(text(&postcard::from_bytes(&sent).unwrap()), text(&rows));
}

#[test]
fn no_good_lead_is_refused_with_three_remedies() {
    let (session, imported) = scored(300);
    let mut profile = Profile::shipped("guide-full").unwrap();
    (profile.tiers.a, profile.tiers.b, profile.tiers.c) = (100.0, 99.0, 98.0);
    let session = Session::new(county(300).leads, profile, AS_OF, &Inline).judged(session.judgements().clone());
    let recipe = LeadRecipe::default();
    let problem = session.lead_rows(&imported.outcomes, &recipe, &Inline).unwrap_err();
    let words = problem.to_string();
    let LearnProblem::NoPositives(found) = problem else { panic!("{words}") };
    let threshold = found.lower_threshold.unwrap();
    assert!(threshold.rows >= 20 && threshold.at < 100.0);
    for remedy in ["Lower the threshold of tier A to", "add more lists", "--target synthetic"] {
        assert!(words.contains(remedy), "{words}");
    }

    // The third remedy works, and says what it is.
    let recipe = LeadRecipe { label: LeadLabel::BestTenth, ..recipe };
    let rows = session.lead_rows(&imported.outcomes, &recipe, &Inline).unwrap();
    let trained = lead::train(&rows, &recipe, AS_OF, &Inline, &mut on).unwrap().unwrap();
    let Standing::InCharge { badges } = trained.model.standing() else { panic!("it may move scores") };
    assert!(badges.iter().any(|badge| badge == "synthetic labels"), "{badges:?}");
    let artifact = lead_artifact(&trained, None).unwrap();
    assert_eq!(artifact.about().target.as_deref(), Some("best_tenth"));
}

#[test]
fn a_label_without_meaning_is_not_learned() {
    let (session, imported) = scored(900);
    let recipe = LeadRecipe::default();
    let mut rows = session.lead_rows(&imported.outcomes, &recipe, &Inline).unwrap();
    // Dealt out anew, by a stride that meets every row once.
    let count = rows.len();
    let stride = (count / 3..).find(|stride| gcd(*stride, count) == 1).unwrap();
    rows.label = (0..count).map(|row| rows.label[(row * stride + 11) % count]).collect();
    let trained = lead::train(&rows, &recipe, AS_OF, &Inline, &mut on).unwrap().unwrap();
    let auc = trained.report.cross_validated.unwrap();
    assert!(auc.interval.contains(0.5), "{auc:?}");
    let tested = trained.report.metrics.iter().find(|estimate| estimate.name == "roc_auc").unwrap();
    assert!(tested.interval.contains(0.5), "{tested:?}");
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[test]
fn with_few_outcomes_the_rule_stays_until_it_is_beaten() {
    let (session, imported) = scored(900);
    let recipe =
        LeadRecipe { label: LeadLabel::Outcome(OutcomeKind::Appointment), recent_days: 365, ..LeadRecipe::default() };
    let rows = session.lead_rows(&imported.outcomes, &recipe, &Inline).unwrap();
    assert!((1..50).contains(&rows.positives()), "{}", rows.positives());
    let trained = lead::train(&rows, &recipe, AS_OF, &Inline, &mut on).unwrap().unwrap();
    let contest = trained.report.contest.clone().unwrap();
    match trained.model.standing() {
        Standing::RuleStays { why } => {
            assert!(!contest.model_wins && why.contains("the rule stays in charge"), "{why}");
            assert!(why.contains("more good leads"), "it says how many are missing: {why}");
        }
        Standing::InCharge { .. } => assert!(contest.model_wins),
    }

    // A label that only the features tell, and the rule does not: now the model wins.
    let mut told = rows.clone();
    let column = told.matrix.columns().iter().find(|column| column.name == "living_area_sqft").unwrap().values.clone();
    let mut areas: Vec<f64> = (0..told.len()).map(|row| column.number(row)).filter(|area| !area.is_nan()).collect();
    areas.sort_by(f64::total_cmp);
    let large = areas[areas.len() - 40];
    told.label = (0..told.len()).map(|row| f64::from(column.number(row) >= large)).collect();
    let trained = lead::train(&told, &recipe, AS_OF, &Inline, &mut on).unwrap().unwrap();
    assert!(trained.report.contest.clone().unwrap().model_wins, "{:?}", trained.report.contest);
    assert_eq!(trained.model.standing(), Standing::InCharge { badges: Vec::new() });
}

#[test]
fn a_target_that_the_lists_do_not_hold_is_told() {
    let county = County::new(CountyOptions { rows: 200, seed: 7, as_of: AS_OF });
    let mut reader = FileReader::new("property_records.csv", ImportMode::Smart);
    reader.push(&county.bytes(DemoFile::PropertyRecords).unwrap());
    let imported = import(vec![reader.finish()], ImportMode::Smart, &Inline);
    let (sales, outcomes) = (imported.sales, imported.outcomes);
    let session = Session::new(imported.leads, Profile::shipped("guide-full").unwrap(), AS_OF, &Inline);
    let recipe = LeadRecipe { label: LeadLabel::Outcome(OutcomeKind::Contract), ..LeadRecipe::default() };
    let problem = session.lead_rows(&outcomes, &recipe, &Inline).unwrap_err();
    assert!(matches!(problem, LearnProblem::NoLessons { .. }), "{problem}");
    let recipe = ArvRecipe { target: ArvTarget::SalePrice, ..arv_recipe() };
    let problem = session.arv_rows(&sales, &recipe, &Inline).unwrap_err();
    assert!(matches!(problem, LearnProblem::FewRows { rows: 0, .. }), "{problem}");
}

/// A model's rows depend on the recipe alone: the same again.
#[test]
fn the_same_rows_and_seed_give_the_same_model() {
    let recipe = LeadRecipe::default();
    let digest = |seed| {
        let (session, imported) = scored(400);
        let recipe = LeadRecipe { seed, ..recipe.clone() };
        let rows: LeadRows = session.lead_rows(&imported.outcomes, &recipe, &Inline).unwrap();
        let trained = lead::train(&rows, &recipe, AS_OF, &Inline, &mut on).unwrap().unwrap();
        lead_artifact(&trained, None).unwrap().digest()
    };
    assert_eq!(digest(1), digest(1));
    assert_ne!(digest(1), digest(2));
}
